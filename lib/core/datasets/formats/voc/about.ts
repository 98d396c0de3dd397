const WHOLE_PIXELS = "Pascal VOC keeps whole pixels only.";

export const voc = {
  id: "voc",
  name: "Pascal VOC",
  reads: "an XML file a photo, also those of LabelImg and of LabelMe's web tool",
  writes: [
    {
      id: "voc",
      name: "Pascal VOC",
      note: `${WHOLE_PIXELS} They are counted from 0, as labelling tools do.`,
    },
    {
      id: "voc-from-one",
      name: "Pascal VOC, counted from 1",
      note: `${WHOLE_PIXELS} They are counted from 1, as the original data set does.`,
    },
  ],
} as const;
