/** Runs before the first paint, so a chosen theme does not flash. Static: the build puts its hash into the CSP. */
const script = `try{var t=localStorage.getItem("desk.theme");if(t==="light"||t==="dark")document.documentElement.dataset.theme=t}catch(e){}`;

export function ThemeScript() {
  return <script>{script}</script>;
}
