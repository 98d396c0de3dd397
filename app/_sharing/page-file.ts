/** A page as a file to save. It runs nothing and loads nothing. @param name without its ending */
export function pageFile(page: string, name: string): Response {
  return new Response(page, {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-disposition": `attachment; filename="${name.replace(/[^\w-]/g, "")}.html"`,
      "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox",
      "cache-control": "no-store",
    },
  });
}
