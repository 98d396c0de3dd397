import { Parser } from "htmlparser2";
import { AppError } from "../../../errors";
import { asSize } from "../labelled-set";
import { addShape, isYes, type ListedFile, type OpenListed, openListed } from "../listed-labels";
import { splitOfFolders } from "../paths";
import { readCvatShape, SHAPES } from "./cvat-shape";

type Attributes = Readonly<Record<string, string>>;

/** In the files that are written here: an image without shapes in them is one with nothing in it. */
export const WRITTEN_BY = "Exported by Forage";

/** Attributes by which regions are marked that are no box of one thing. */
const CROWD = /^(is_?)?crowd$|^ignored?$/i;

/** CVAT nests a few levels; closing tags take longer the deeper they are. */
const MAX_DEPTH = 50;

interface OpenImage extends OpenListed {
  readonly name: string;
  readonly subset: string;
}

interface Shape {
  readonly element: string;
  readonly attributes: Attributes;
  isCrowd: boolean;
}

/** Takes the elements of a file as they come, so that no tree of it is held. */
class CvatReader {
  readonly images: OpenImage[] = [];
  tracks = 0;
  isOwn = false;
  /** The root was closed: the file is whole. */
  isWhole = false;

  constructor(private readonly file: string) {}

  private readonly path: string[] = [];
  private image: OpenImage | undefined;
  private shape: Shape | undefined;
  private text = "";
  private attribute = "";

  open(element: string, attributes: Attributes): void {
    const parent = this.path.at(-1);
    if (this.path.push(element) > MAX_DEPTH)
      throw new AppError("import/unreadable-labels", {
        facts: { file: this.file, reason: "it is nested too deeply" },
      });
    this.text = "";
    if (element === "attribute") this.attribute = attributes.name ?? "";
    if (parent === "annotations" && element === "track") this.tracks++;
    if (parent === "annotations" && element === "image") this.openImage(attributes);
    if (parent === "image" && SHAPES.has(element)) this.shape = { element, attributes, isCrowd: false };
  }

  read(text: string): void {
    if (this.text.length < 1_000) this.text += text;
  }

  close(element: string, isImplied: boolean): void {
    this.path.pop();
    const parent = this.path.at(-1);
    if (element === "annotations" && this.path.length === 0) this.isWhole = !isImplied;
    if (element === "source" && this.text.trim() === WRITTEN_BY && this.path.includes("meta"))
      this.isOwn = true;
    if (element === "attribute" && this.shape && CROWD.test(this.attribute.trim()) && isYes(this.text))
      this.shape.isCrowd = true;
    if (parent === "image" && this.shape?.element === element) this.closeShape();
    if (parent === "annotations" && element === "image") this.image = undefined;
    this.text = "";
  }

  private openImage({ name = "", width, height, subset = "" }: Attributes): void {
    this.image = { ...openListed([name], { size: asSize(width, height) }), name, subset };
    this.images.push(this.image);
  }

  private closeShape(): void {
    const { image, shape } = this;
    this.shape = undefined;
    if (!image || !shape) return;
    const { element, attributes, isCrowd } = shape;
    if (isCrowd) {
      image.crowds++;
      image.state = "labelled";
    } else addShape(image, attributes.label ?? "", readCvatShape(element, attributes), `a ${element}`);
  }
}

/** One name in several subsets is several photos: only the path with the subset tells which. */
function namesOf({ name, subset }: OpenImage, shared: ReadonlySet<string>): readonly string[] {
  if (subset === "") return [name];
  return shared.has(name) ? [`${subset}/${name}`] : [`${subset}/${name}`, name];
}

function sharedNames(images: readonly OpenImage[]): ReadonlySet<string> {
  const subsetOf = new Map<string, string>();
  const shared = new Set<string>();
  for (const { name, subset } of images) {
    if (subsetOf.has(name) && subsetOf.get(name) !== subset) shared.add(name);
    subsetOf.set(name, subset);
  }
  return shared;
}

/** True for XML that is CVAT's, whatever is in it. */
export const isCvat = (text: string): boolean => /<annotations[\s>]/.test(text.slice(0, 10_000));

/** Reads CVAT's XML 1.1 for images. @returns a text for a file that cannot be read as a whole */
export function readCvat(text: string, file: string): ListedFile | string {
  const reader = new CvatReader(file);
  const parser = new Parser(
    {
      onopentag: (name, attributes) => reader.open(name, attributes),
      ontext: (part) => reader.read(part),
      onclosetag: (name, isImplied) => reader.close(name, isImplied),
    },
    { xmlMode: true },
  );
  parser.end(text);
  const { images, tracks, isOwn, isWhole } = reader;
  if (!isWhole) return "it is no whole CVAT file: it ends in the middle";
  if (images.length === 0 && tracks > 0)
    return "it is CVAT for video, whose tracks name no photos; export the task as CVAT for images";
  if (images.length === 0) return "it lists no image";
  const shared = sharedNames(images);
  return {
    problems: tracks > 0 ? [`${tracks} tracks of a video are left out`] : [],
    photos: images.map((image) => ({
      ...image,
      names: namesOf(image, shared),
      split: splitOfFolders(`${image.subset}/`),
      state: isOwn ? "labelled" : image.state,
    })),
  };
}
