/** A small set in this format: tests recognise it, and `npm run fuzz` spoils it. Photos stand for themselves. */
export const sample: Readonly<Record<string, string>> = {
  "train/000a1.jpg": "",
  "train/000a2.jpg": "",
  "class-descriptions-boxable.csv": "/m/0egg,Egg\n/m/0pea,Pea\n",
  "train-annotations-bbox.csv": [
    "ImageID,Source,LabelName,Confidence,XMin,XMax,YMin,YMax,IsOccluded,IsTruncated,IsGroupOf,IsDepiction,IsInside",
    "000a1,xclick,/m/0egg,1,0.1,0.4,0.2,0.6,0,0,0,0,0",
    "000a1,xclick,/m/0pea,1,0.2,0.5,0.2,0.6,0,0,1,0,0",
    "000a2,activemil,/m/0egg,1,0.1,0.4,0.2,0.6,-1,-1,-1,1,-1",
    "",
  ].join("\n"),
};
