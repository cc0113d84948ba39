/** A resident's phone: what outlives a mini-program that is closed, and what its owner answers when the system asks. */
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';

/** A place on the earth in WGS-84, accuracy in metres. */
export interface Fix {
  lng: number;
  lat: number;
  accuracy: number;
}

/** What wx.chooseLocation gives when its owner picks a place by name; WGS-84. */
export interface Picked {
  name: string;
  address: string;
  lng: number;
  lat: number;
}

/** A box of the system over the page: nothing else can be touched until a button is pressed. */
export interface Dialog {
  text: string;
  buttons: string[];
  press(button: string): void;
}

export interface PhoneOptions {
  /** Who is logged in to WeChat on this phone. */
  openid?: string;
  /** Number that the owner lets a mini-program have; without it the owner says no. */
  phoneNumber?: string;
  place?: Fix;
  /** 1, or more for people who have set larger type in WeChat. */
  fontSizeScaleFactor?: number;
}

export class Phone {
  readonly openid: string;
  readonly phoneNumber?: string;
  readonly fontSizeScaleFactor: number;
  /** Where the phone is; null where it cannot find out. */
  place: Fix | null;
  /** What the owner has allowed or forbidden; what is not listed is asked for once and allowed. */
  readonly permits: Record<string, boolean> = {};
  /** What the owner changes when a page of settings is opened. */
  changesSettings: Record<string, boolean> = {};
  /** Whether the owner has agreed to the privacy guide of this mini-program. */
  privacyAgreed = false;
  /** Files of the mini-program by their wxfile:// path. */
  readonly files = new Map<string, Buffer>();
  readonly storage = new Map<string, { json: string; encrypted: boolean }>();
  /** Photos that wx.chooseMedia hands out next: paths on this machine's disk. */
  gallery: string[] = [];
  /** Reading the storage takes until this; at once by default. */
  remembers: Promise<void> = Promise.resolve();
  /** Shrinking a photo takes until this; as long as it needs by default. */
  shrinks: Promise<void> = Promise.resolve();
  /** What the owner picks in wx.chooseLocation; null: goes back without picking. */
  picks: Picked | null = null;
  readonly dialogs: Dialog[] = [];
  toast: string | null = null;
  loading: string | null = null;
  readonly dialled: string[] = [];
  private connected = true;
  private readonly networkListeners = new Set<(online: boolean) => void>();
  private fileCount = 0;

  constructor({ openid = 'oResident', phoneNumber, place, fontSizeScaleFactor = 1 }: PhoneOptions = {}) {
    this.openid = openid;
    this.phoneNumber = phoneNumber;
    this.place = place ?? null;
    this.fontSizeScaleFactor = fontSizeScaleFactor;
  }

  /** Whether the owner lets the mini-program do this; the first question is answered with yes unless forbidden. */
  permit(scope: string): boolean {
    this.permits[scope] ??= true;
    return this.permits[scope];
  }

  /** Copies a file of this machine onto the phone. */
  addTemporaryFile(diskPath: string): { path: string; size: number } {
    const content = readFileSync(diskPath);
    const path = this.newTemporaryPath(extname(diskPath));
    this.files.set(path, content);
    return { path, size: content.length };
  }

  newTemporaryPath(extension: string): string {
    return `wxfile://tmp_${++this.fileCount}${extension}`;
  }

  newStorePath(extension: string): string {
    return `wxfile://store_${++this.fileCount}${extension}`;
  }

  /** Asks the owner; resolves with the button that was pressed. */
  ask(text: string, buttons: string[]): Promise<string> {
    return new Promise((resolve) => {
      const dialog: Dialog = {
        text,
        buttons,
        press: (button) => {
          this.dialogs.splice(this.dialogs.indexOf(dialog), 1);
          resolve(button);
        },
      };
      this.dialogs.push(dialog);
    });
  }

  get online(): boolean {
    return this.connected;
  }

  set online(online: boolean) {
    this.connected = online;
    for (const listener of this.networkListeners) listener(online);
  }

  onNetworkChange(listener: (online: boolean) => void): () => void {
    this.networkListeners.add(listener);
    return () => this.networkListeners.delete(listener);
  }

  /** The mini-program was closed: WeChat throws its temporary files away and takes its boxes off the screen. */
  forgetProgram(): void {
    for (const path of [...this.files.keys()]) if (path.startsWith('wxfile://tmp_')) this.files.delete(path);
    this.networkListeners.clear();
    this.dialogs.length = 0;
    this.toast = null;
    this.loading = null;
  }
}
