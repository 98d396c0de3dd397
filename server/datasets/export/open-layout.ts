import { type ExportFormat, formatThatWrites } from "@/lib/core/datasets/formats/known-formats";
import type { FormatLayout } from "@/lib/core/datasets/formats/label-format";
import type { ClassName } from "@/lib/core/datasets/formats/labelled-set";

/** @param classes of the registry; a box whose class is not among them is called `class-<id>` */
export async function openLayout(id: ExportFormat, classes: readonly ClassName[]): Promise<FormatLayout> {
  const { format } = await formatThatWrites(id).load();
  const create = format.layouts[id];
  if (!create) throw new RangeError(`the registry says that ${id} is written, and its format has no layout`);
  const names = new Map(classes.map((one) => [one.id, one.name]));
  return create({ classes, nameOf: (classId) => names.get(classId) ?? `class-${classId}` });
}
