/** Names that the build provides and TypeScript cannot find by itself. */
declare module '*.scss';

/** Address of the server without a slash at its end; empty on the web page, which asks where it came from. */
declare const API_ADDRESS: string;
/** Version of the mini-program, as in package.json. */
declare const VERSION: string;
