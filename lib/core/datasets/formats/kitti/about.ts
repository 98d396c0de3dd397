export const kitti = {
  id: "kitti",
  name: "KITTI",
  reads:
    "a text file a photo with 15 columns, or 16 with a score; what is marked `DontCare` is left out and counted",
  writes: [],
} as const;
