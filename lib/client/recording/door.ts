/** Takes figures of detections; `sentAt` in its query. */
export const RECORDING_DOOR = "/api/v1/detections";
