/** What is set once for the whole system, by name. */
import { code, json, table } from '../../core/tables.js';

export const setting = table('setting', { name: { ...code(40), primary: true }, value: json<unknown>() });
