/** `npm run boundaries`: the rules of .dependency-cruiser.mjs between files, and no circle between rooms. */
import { cruise, format, type ICruiseResult } from "dependency-cruiser";
import extractDepcruiseOptions from "dependency-cruiser/config-utl/extract-depcruise-options";
import extractTSConfig from "dependency-cruiser/config-utl/extract-ts-config";
import { describeCircle, findRoomCircles } from "./boundaries/room-circles";

const FOLDERS = ["app", "components", "lib", "server", "scripts"];

async function cruiseFiles(): Promise<ICruiseResult> {
  const options = await extractDepcruiseOptions("./.dependency-cruiser.mjs");
  const tsConfig = extractTSConfig("tsconfig.json");
  const { output } = await cruise(FOLDERS, { ...options, validate: true }, options.enhancedResolveOptions, {
    tsConfig,
  });
  if (typeof output === "string") throw new RangeError("dependency-cruiser gave a text, not its result");
  return output;
}

async function main(): Promise<number> {
  const result = await cruiseFiles();
  const { output, exitCode } = await format(result, { outputType: "err" });
  process.stdout.write(String(output));
  const circles = findRoomCircles(
    result.modules.flatMap(({ source, dependencies }) =>
      dependencies.map(({ resolved }) => ({ from: source, to: resolved })),
    ),
  );
  for (const circle of circles) console.error(describeCircle(circle));
  return exitCode || circles.length > 0 ? 1 : 0;
}

process.exitCode = await main();
