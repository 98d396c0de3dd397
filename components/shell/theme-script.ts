export const THEME_KEY = "forage.theme";
/** Set while the strip holds photos: the next visit then waits for them instead of flashing the first-visit page. */
export const STRIP_KEY = "forage.strip";

/**
 * Runs before the first paint, so that no visit flashes the other theme. Follows the system until a person chooses.
 */
export const THEME_SCRIPT = `(()=>{let c=null;try{c=localStorage.getItem("${THEME_KEY}")}catch{}
const m=matchMedia("(prefers-color-scheme: dark)");
const set=()=>{let n=null;try{n=localStorage.getItem("${THEME_KEY}")}catch{n=c}
document.documentElement.dataset.theme=n==="light"||n==="dark"?n:m.matches?"dark":"light"};
set();m.addEventListener("change",set);
try{if(localStorage.getItem("${STRIP_KEY}"))document.documentElement.dataset.restoring=""}catch{}})()`;
