"use client";

import { Component, type ReactNode } from "react";

interface ErrorBoundaryProps {
  /** Shown instead of children that threw, such as a part that could not be fetched. */
  readonly fallback: ReactNode;
  readonly children: ReactNode;
}

/** Keeps a failing part from taking the page with it. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    return this.state.hasFailed ? this.props.fallback : this.props.children;
  }
}
