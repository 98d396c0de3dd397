export const THEME_KEY = "forage.theme";

/**
 * Runs before the first paint, so that no visit flashes the other theme. Follows the system until a person chooses.
 */
export const THEME_SCRIPT = `(()=>{let c=null;try{c=localStorage.getItem("${THEME_KEY}")}catch{}
const m=matchMedia("(prefers-color-scheme: dark)");
const set=()=>{let n=null;try{n=localStorage.getItem("${THEME_KEY}")}catch{n=c}
document.documentElement.dataset.theme=n==="light"||n==="dark"?n:m.matches?"dark":"light"};
set();m.addEventListener("change",set)})()`;
