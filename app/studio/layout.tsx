import type { ReactNode } from "react";
import { StudioNav } from "./studio-nav";

/** Every page of the Studio has its own `<main id="main">`. */
export default function StudioLayout({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <StudioNav />
      {children}
    </>
  );
}
