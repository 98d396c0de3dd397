import { ensureBuild } from "@/server/start/build";
import { projectRoot } from "@/server/storage/project-root";

/** Builds what `npm start` serves, as `npm start` would, so that it need not build again; nothing is done twice. */
const place = { root: projectRoot(), distFolder: process.env.FORAGE_DIST_DIR ?? ".next" };
let isFresh = true;
await ensureBuild(place, (text) => {
  isFresh = false;
  console.error(text);
});
if (isFresh) console.error("The build is of these sources already.");
