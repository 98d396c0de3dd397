import { ensureBuild } from "@/server/start/build";
import { createSteps } from "@/server/start/steps";
import { projectRoot } from "@/server/storage/project-root";

/** Builds what `npm start` serves, as `npm start` would, so that it need not build again; nothing is done twice. */
const place = { root: projectRoot(), distFolder: process.env.FORAGE_DIST_DIR ?? ".next" };
const steps = createSteps((text) => process.stderr.write(text));
const warnings = await ensureBuild(place, steps);
steps.say(warnings || "The build is of these sources.");
