import type { ReactNode } from "react";
import { StudioNav } from "./studio-nav";

/** Every page of the Studio brings its own `<main id="main">`. */
export default function StudioLayout({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <StudioNav />
      {children}
    </>
  );
}
