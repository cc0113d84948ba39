/** Before any spec: the server is compiled if it is out of date, for the threads that specs start are the built ones. */
import { build } from './tasks.mjs';

export default () => build(['server']);
