/** A small set in this format: tests recognise it, and `npm run fuzz` spoils it. Photos stand for themselves. */
export const sample: Readonly<Record<string, string>> = {
  "train/a.jpg": "",
  "train/b.jpg": "",
  "train/_annotations.csv": [
    "filename,width,height,class,xmin,ymin,xmax,ymax",
    "a.jpg,640,480,egg,10,20,30,40",
    'a.jpg,640,480,"leaf, green",15.5,20,300,400',
    "b.jpg,640,480,egg,1,2,3,4",
    "",
  ].join("\n"),
};
