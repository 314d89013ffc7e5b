import { chromium, type Browser } from '@playwright/test';
import { findChromium, IS_ROOT } from './binaries';

/** The size of a window that an operator works in; CSS pixels. */
export const VIEWPORT = { width: 1280, height: 800 };

/** Starts the Chromium of this machine. */
export function openChromium(switches: readonly string[] = []): Promise<Browser> {
  const executablePath = findChromium();
  return chromium.launch({
    ...(executablePath ? { executablePath } : {}),
    chromiumSandbox: !IS_ROOT,
    args: [...switches],
  });
}
