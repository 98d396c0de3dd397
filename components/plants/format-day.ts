const format = (options: Intl.DateTimeFormatOptions) => {
  const formatter = new Intl.DateTimeFormat("en-GB", options);
  return (iso: string) => formatter.format(new Date(iso));
};

/** A moment in this browser's time zone. */
export const shortDay = format({ day: "numeric", month: "short" });
export const longDay = format({ day: "numeric", month: "short", year: "numeric" });
export const dayAndTime = format({
  day: "numeric",
  month: "long",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});
