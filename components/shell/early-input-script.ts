/** Where the script below keeps what was done to the page before it came alive. */
export const EARLY_KEY = "__forageEarly";

/**
 * Runs before anything is shown. A page is there to read and to type into some time before its code has come: what is typed
 * until then is written down, with the forms that were sent; `EarlyInput` hands both on. Every form here is sent by code: the
 * browser's own way would load the page anew. React marks an element that it has taken over, and only then hears of it.
 */
export const EARLY_INPUT_SCRIPT = `(()=>{const e=window.${EARLY_KEY}={typed:new Map(),sent:new Set(),onNote:()=>{}};
const isAlive=n=>Object.keys(n).some(k=>k.startsWith("__reactProps$"));
const note=({target:t})=>{if(!t||!("value" in t)||isAlive(t))return;
e.typed.set(t,t.type==="checkbox"||t.type==="radio"?t.checked:t.value);e.onNote()};
addEventListener("input",note,true);addEventListener("change",note,true);
addEventListener("submit",s=>{if(isAlive(s.target))return;s.preventDefault();e.sent.add(s.target);e.onNote()},true)})()`;
