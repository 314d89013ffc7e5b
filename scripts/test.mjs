import { setUp } from './setup.mjs';
import { missingPackages } from './setup/system-packages.mjs';

if (missingPackages().length > 0 && !setUp()) {
  console.log('The checks go on without; what needs those packages will fail and say so.\n');
}
await import('./check.mjs');
