import {
  acceptInvite,
  getUser,
  handleAuthCallback,
  login,
  logout,
  refreshSession,
  signup,
  updateUser,
} from "@netlify/identity";

const find = (id) => document.getElementById(id);

function say(text) {
  find("said").textContent = text;
}

async function show() {
  const user = await getUser();
  find("who").textContent = user ? `Logged in as ${user.email}` : "Not logged in";
  find("door").hidden = user !== null;
  find("inside").hidden = user === null;
}

/** Asks for a password until one is taken, then does what is to be done with it. */
function askForPassword(use) {
  const form = find("choose");
  form.hidden = false;
  form.onsubmit = (event) => {
    event.preventDefault();
    void attempt(async () => {
      await use(new FormData(form).get("password"));
      form.hidden = true;
      say("Password saved.");
    });
  };
}

async function attempt(work) {
  say("");
  try {
    await work();
  } catch (error) {
    say(error.message);
  }
  await show();
}

/** With the token of whoever is logged in, which `nf_jwt` holds. */
async function call(path) {
  await refreshSession();
  const token = /(?:^|; )nf_jwt=([^;]+)/.exec(document.cookie)?.[1];
  const answer = await fetch(path, { headers: token ? { authorization: `Bearer ${token}` } : {} });
  const text = await answer.text();
  if (!answer.ok) throw new Error(text);
  return JSON.parse(text);
}

find("door").onsubmit = (event) => {
  event.preventDefault();
  const fields = new FormData(event.target, event.submitter);
  const [email, password] = [fields.get("email"), fields.get("password")];
  void attempt(async () => {
    if (fields.get("do") === "login") return login(email, password);
    const user = await signup(email, password);
    if (!user.confirmedAt) say("We have sent you a mail. Follow its link.");
  });
};
find("out").onclick = () => attempt(logout);
find("hello").onclick = () => attempt(async () => say((await call("/api/hello")).text));
find("count").onclick = () =>
  attempt(async () => say(`There are ${(await call("/.netlify/functions/people-count")).people} of us.`));

await attempt(async () => {
  const arrival = await handleAuthCallback();
  if (arrival?.type === "recovery") askForPassword((password) => updateUser({ password }));
  if (arrival?.type === "invite") askForPassword((password) => acceptInvite(arrival.token, password));
});
