export { featuresJob, measureFeatures } from "./features/features-job";
export { review, undoReview } from "./queue/decide";
export { reviewItem, reviewQueue } from "./queue/review-queue";
export { recordSignals, recordSignalsIn } from "./signals/record-signals";
export { trainablePhotos } from "./trainable/trainable-photos";
