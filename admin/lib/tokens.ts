/** Puts the tokens of shared/look.ts on the page as CSS variables. */
import { cssVariables } from '../../shared/look.js';

for (const [name, value] of Object.entries(cssVariables('normal')))
  document.documentElement.style.setProperty(name, value);
