/** What a demo person is like; the rest follows from it. */
export type DemoState = "active" | "invited" | "unconfirmed" | "suspended" | "changing-email";

export interface DemoPerson {
  name: string;
  email: string;
  state: DemoState;
  roles: string[];
  /** Days since they came, and since they were last seen. */
  cameDaysAgo: number;
  seenDaysAgo?: number;
}

function person(name: string, email: string, state: DemoState, roles: string, came: number, seen?: number): DemoPerson {
  return {
    name,
    email,
    state,
    roles: roles.split(" ").filter(Boolean),
    cameDaysAgo: came,
    ...(seen !== undefined && { seenDaysAgo: seen }),
  };
}

/** Forty people of a small magazine's site, in every state an account can be in. */
export const demoPeople: readonly DemoPerson[] = [
  person("Ada Lindqvist", "ada.lindqvist@example.org", "active", "member editor", 412, 0),
  person("Amara Okonkwo", "amara@okonkwo.example", "active", "member", 380, 2),
  person("Aurélie Dupont", "aurelie.dupont@example.fr", "active", "member editor", 371, 1),
  person("Bao Nguyễn", "bao.nguyen@example.net", "active", "member", 344, 9),
  person("Björn Åkesson", "bjorn.akesson@example.se", "suspended", "member", 340, 61),
  person("Camila Rojas", "camila.rojas@example.cl", "active", "member", 322, 4),
  person("Çağla Yıldız", "cagla@yildiz.example", "active", "member", 310, 30),
  person("Chidi Eze", "chidi.eze@example.org", "unconfirmed", "", 3),
  person("Dagný Jónsdóttir", "dagny@example.is", "active", "member", 298, 12),
  person("Dmytro Koval", "d.koval@example.com.ua", "changing-email", "member", 271, 0),
  person("Élodie Martin", "elodie.martin@example.fr", "active", "", 260, 88),
  person("Emeka Obi", "emeka@obi.example", "invited", "member", 6),
  person("Fatima Zahra El Idrissi", "fatima.elidrissi@example.ma", "active", "member editor", 255, 1),
  person("Fionn Ó Briain", "fionn@example.ie", "active", "member", 249, 17),
  person("Grace Hopper Lee", "grace.lee@example.org", "active", "member", 240, 3),
  person("Hana Novotná", "hana.novotna@example.cz", "active", "member", 233, 40),
  person("Iñaki Etxeberria", "inaki@example.eus", "unconfirmed", "", 1),
  person("Ioana Popescu", "ioana.popescu@example.ro", "active", "member", 221, 5),
  person("Jamal Haddad", "jamal.haddad@example.net", "active", "member", 208, 23),
  person("Jörg Müller", "joerg.mueller@example.de", "active", "member editor", 201, 0),
  person("Kateryna Shevchenko", "kateryna@example.com.ua", "invited", "member editor", 12),
  person("Keiko Tanaka", "keiko.tanaka@example.jp", "active", "member", 190, 7),
  person("Lars O'Donnell-Smythe", "lars.odonnell-smythe@example.co.uk", "active", "member", 177, 51),
  person("Łukasz Wójcik", "lukasz.wojcik@example.pl", "active", "member", 170, 2),
  person("Mai-Linh Trần", "mai-linh@example.vn", "active", "member", 161, 14),
  person("María José Núñez", "mariajose.nunez@example.es", "changing-email", "member", 150, 1),
  person("Nadia Rahman", "nadia.rahman@example.org", "suspended", "member editor", 144, 33),
  person("Noor van der Berg", "noor@vandenberg.example", "active", "member", 131, 6),
  person("Oluwaseun Adébáyọ̀", "seun.adebayo@example.ng", "active", "member", 120, 11),
  person("Øyvind Hansen", "oyvind.hansen@example.no", "active", "member", 104, 3),
  person("Priya Raghunathan", "priya+magazine@example.in", "active", "member editor", 96, 0),
  person("Quentin Lefèvre", "quentin.lefevre@example.fr", "invited", "member", 40),
  person("Rūta Kazlauskienė", "ruta@example.lt", "active", "member", 77, 19),
  person("Siobhán Kelly", "siobhan.kelly@example.ie", "active", "member", 63, 8),
  person("Søren Kjær", "soren.kjaer@example.dk", "active", "", 52, 2),
  person("Tomás Ribeiro", "tomas.ribeiro@example.pt", "unconfirmed", "", 9),
  person("Ume Sato", "ume.sato@example.jp", "active", "member", 31, 1),
  person("Wei 伟 Zhang", "wei.zhang@example.cn", "active", "member", 24, 4),
  person("Yara Haddad", "yara.haddad@example.net", "active", "member", 13, 0),
  person("Zoë Papadopoulou", "zoe@example.gr", "active", "member", 4, 0),
];
