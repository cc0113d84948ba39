/** A photo that a person picked, from the moment they picked it. */
export interface Picked {
  /** Our own name for it, until the server gives it one. */
  key: string;
  /** Where it lies on the phone; on the web page it lies in the browser's database under `key`. */
  path: string;
  /** The server's id, once it is there, and when it got there: photos that no case joins are removed after a day. */
  id?: string;
  sentAt?: number;
}

/** What was picked in camera or album, before it is ready to be sent. */
export interface Chosen {
  count: number;
  /** Shrinks them and lays them where they outlive the app. */
  ready: () => Promise<Picked[]>;
}

export type PhotoSource = 'camera' | 'album';

/** What the server said to a photo. */
export interface Answer {
  status: number;
  data: unknown;
}
