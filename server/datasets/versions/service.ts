export { requireDvc, type Tracked, trackWithDvc } from "../dvc/track-with-dvc";
export { createVersion } from "./create-version";
export { diffVersions } from "./diff-versions";
export { exportFrozenSets, exportTrainingSet, exportVersion } from "./export-version";
export {
  deletedPhotos,
  getVersion,
  listVersions,
  readVersionManifest,
  type Verification,
  verifyVersion,
  versionsHolding,
} from "./read-version";
export { latestCheck, showFindings, showPhotos } from "./show-version";
export { versionJob } from "./version-job";
export type { WrittenSet } from "./write-training-set";
