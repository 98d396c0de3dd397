/** Names of a model's outputs: detections [1, 4 + nc, anchors], and pooled features [1, length] where it has them. */
export const DETECTIONS = "detections";
export const FEATURES = "features";
