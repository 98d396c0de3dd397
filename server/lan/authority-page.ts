import { createHash, X509Certificate } from "node:crypto";
import { fingerprintOf } from "./certificate";

/** A page that is served as it is. */
export interface FrontPage {
  readonly headers: Readonly<Record<string, string>>;
  /** In base64. */
  readonly body: string;
}

const STYLE = `:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:40rem;padding:1.5rem 1rem 3rem;background:#fbfaf7;color:#1d231f}
h1{font-size:1.5rem;line-height:1.25}h2{font-size:1.05rem;margin:1.75rem 0 .25rem}ol{padding-left:1.4rem;margin:.25rem 0}
code{display:block;background:#f1efe8;padding:.75rem;border-radius:.5rem;font-size:.95rem}
a{color:#256540}a.do{display:inline-flex;align-items:center;min-height:44px;padding:0 1.1rem;margin:.25rem .5rem .25rem 0;border-radius:.6rem;background:#2f7d4f;color:#fff;font-weight:600;text-decoration:none}
a.go{background:transparent;color:inherit;border:1px solid #c9c5b8}a:focus-visible{outline:3px solid #1f6fd1;outline-offset:2px}
@media(prefers-color-scheme:dark){body{background:#121513;color:#ecefea}code{background:#1a1e1b}a{color:#7fd3a1}a.do{background:#5fbf86;color:#0d1a12}a.go{background:transparent;color:inherit;border-color:#465049}}`;

/** Steps as today's systems name them. */
const STEPS: readonly (readonly [string, readonly string[]])[] = [
  [
    "iPhone and iPad",
    [
      "Open this page in Safari, tap “Get the certificate” and allow the profile.",
      "Settings › General › VPN &amp; Device Management › the profile “Forage on …” › Install.",
      "Settings › General › About › Certificate Trust Settings › switch “Forage on …” on.",
    ],
  ],
  [
    "Android",
    [
      "Tap “Get the certificate”; it is saved under Downloads.",
      "Settings › Security › More security settings › Encryption &amp; credentials › Install a certificate › CA certificate › Install anyway.",
      "Choose forage-ca.crt. Chrome trusts it at once; Firefox does after Settings › About Firefox › tap the logo five times › Secret Settings › Use third party CA certificates.",
    ],
  ],
  [
    "Windows",
    [
      "Open forage-ca.crt › Install Certificate › Current User.",
      "“Place all certificates in the following store” › Trusted Root Certification Authorities › Finish.",
    ],
  ],
  [
    "macOS",
    [
      "Open forage-ca.crt; Keychain Access adds it.",
      "Open it there › Trust › When using this certificate: Always Trust.",
    ],
  ],
  [
    "Linux",
    [
      "Chrome: Settings › Privacy and security › Security › Manage certificates › Custom › Installed by you › Import.",
      "Firefox: Settings › Privacy &amp; Security › Certificates › View Certificates › Authorities › Import › “Trust this CA to identify websites”.",
    ],
  ],
];

function html(fingerprint: string, name: string): string {
  const steps = STEPS.map(
    ([system, ones]) => `<h2>${system}</h2><ol>${ones.map((one) => `<li>${one}</li>`).join("")}</ol>`,
  ).join("\n");
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>Trust this Forage</title><style>${STYLE}</style></head>
<body><main><h1>Let this device trust your Forage</h1>
<p>Camera, model and offline use need a secure connection. The computer that runs Forage made a certificate for that, which your device does not know yet. Install it once.</p>
<p><a class="do" href="/ca/forage-ca.crt" download="forage-ca.crt">Get the certificate</a><a class="do go" href="/">Open Forage</a></p>
<h2>Is it the right one?</h2>
<p>This page came over a connection that others in this network could change. Before you install it, compare this fingerprint (SHA-256) with the one of <strong>${name}</strong> that the computer shows under “Use on your phone”, and in the terminal when Forage starts:</p>
<code id="fingerprint">${fingerprint.replaceAll(":", ":<wbr>")}</code>
${steps}
<h2>Then</h2>
<p>Open Forage and sign in: with the code that the computer shows under “Use on your phone”, or with your password.</p>
<h2>What it can do, and how to remove it</h2>
<p>It vouches for addresses in private networks and for names such as <em>.local</em> only, never for a site on the internet. Its key stays on that computer. To remove it, delete “Forage on …” where you installed it.</p>
</main></body></html>`;
}

/** The page from which a device takes the authority's certificate, and the certificate. */
export function authorityPages(authority: string): Readonly<Record<string, FrontPage>> {
  const certificate = new X509Certificate(authority);
  const name = (/CN=(.+)/.exec(certificate.subject)?.[1] ?? "Forage").replace(/[^\w .-]/g, "");
  const body = Buffer.from(html(fingerprintOf(authority), name)).toString("base64");
  const style = createHash("sha256").update(STYLE).digest("base64");
  const page: FrontPage = {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": `default-src 'none'; style-src 'sha256-${style}'; base-uri 'none'; frame-ancestors 'none'`,
    },
    body,
  };
  const file: FrontPage = {
    headers: {
      "content-type": "application/x-x509-ca-cert",
      "content-disposition": 'attachment; filename="forage-ca.crt"',
    },
    body: certificate.raw.toString("base64"),
  };
  return { "/ca": page, "/ca/forage-ca.crt": file };
}
