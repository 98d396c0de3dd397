/** Measures text on a canvas of its own and remembers it: chips are placed again on every frame of a zoom. */
export interface TextRuler {
  readonly family: string;
  width(text: string, font: string): number;
  /** The longest beginning that fits, with an ellipsis; the text itself when it fits. */
  fit(text: string, font: string, room: number): string;
}

export function createTextRuler(family: string): TextRuler {
  const context = document.createElement("canvas").getContext("2d");
  const widths = new Map<string, number>();

  function width(text: string, font: string): number {
    const key = `${font} ${text}`;
    const known = widths.get(key);
    if (known !== undefined) return known;
    if (context) context.font = font;
    const measured = context?.measureText(text).width ?? text.length * 7;
    widths.set(key, measured);
    return measured;
  }

  const fitted = new Map<string, string>();
  function fit(text: string, font: string, room: number): string {
    if (width(text, font) <= room) return text;
    const key = `${font} ${room} ${text}`;
    const known = fitted.get(key);
    if (known !== undefined) return known;
    let length = text.length;
    while (length > 1 && width(`${text.slice(0, length).trimEnd()}…`, font) > room) length -= 1;
    const short = `${text.slice(0, length).trimEnd()}…`;
    fitted.set(key, short);
    return short;
  }

  return { family, width, fit };
}
