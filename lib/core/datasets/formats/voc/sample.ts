/** A small set in this format: tests recognise it, and `npm run fuzz` spoils it. Photos stand for themselves. */
export const sample: Readonly<Record<string, string>> = {
  "JPEGImages/a.jpg": "",
  "Annotations/a.xml":
    "<?xml version='1.0'?><annotation><filename>a.jpg</filename><size><width>640</width><height>480</height><depth>3</depth></size>" +
    "<object><name>tomato</name><bndbox><xmin>10</xmin><ymin>20</ymin><xmax>100</xmax><ymax>90.5</ymax></bndbox></object>" +
    "<object><name>leaf &amp; stem</name><difficult>1</difficult><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>3</xmax><ymax>4</ymax></bndbox></object></annotation>",
  "ImageSets/Main/train.txt": "a\n",
};
