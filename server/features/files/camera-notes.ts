/** What the camera wrote into a photo: when and where it was taken. */
import readExif from 'exif-reader';
import { cityCalendar } from '../../core/calendar.js';

/** Time as ISO 8601 in UTC, place in WGS-84; null what the camera did not tell. */
export interface Evidence {
  takenAt: string | null;
  lng: number | null;
  lat: number | null;
}

const FIRST_DIGITAL_YEAR = 1990;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** `+08:00` as minutes; cameras that name no zone stand in the city's own. */
function zoneOf(offset: unknown): number {
  const match = typeof offset === 'string' && offset.match(/^([+-])(\d{2}):(\d{2})/);
  if (!match) return cityCalendar().zone.offset;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}

/** The reader takes the camera's wall clock for UTC. */
function momentOf(wall: unknown, offset: unknown, now: Date): string | null {
  if (!(wall instanceof Date) || Number.isNaN(wall.getTime())) return null;
  const moment = new Date(wall.getTime() - zoneOf(offset) * MINUTE);
  const likely = moment.getUTCFullYear() >= FIRST_DIGITAL_YEAR && moment.getTime() < now.getTime() + DAY;
  return likely ? moment.toISOString() : null;
}

/** Degrees, minutes, seconds as degrees; null when they are none. */
function degrees(parts: unknown, negative: boolean, most: number): number | null {
  if (!Array.isArray(parts) || parts.length !== 3 || !parts.every((p) => Number.isFinite(p))) return null;
  const [whole, minutes, seconds] = parts as number[];
  const value = whole + minutes / 60 + seconds / 3600;
  return value > most ? null : Math.round((negative ? -value : value) * 1e7) / 1e7;
}

/**
 * @param exif the EXIF block as it lies in the file
 * @returns null when the block is broken or tells neither time nor place
 */
export function cameraNotes(exif: Buffer | undefined, now: Date): Evidence | null {
  if (!exif) return null;
  try {
    const { Photo, GPSInfo } = readExif(exif);
    const takenAt = momentOf(Photo?.DateTimeOriginal, Photo?.OffsetTimeOriginal, now);
    const lng = degrees(GPSInfo?.GPSLongitude, GPSInfo?.GPSLongitudeRef === 'W', 180);
    const lat = degrees(GPSInfo?.GPSLatitude, GPSInfo?.GPSLatitudeRef === 'S', 90);
    const placed = lng !== null && lat !== null && (lng !== 0 || lat !== 0);
    if (!takenAt && !placed) return null;
    return { takenAt, lng: placed ? lng : null, lat: placed ? lat : null };
  } catch {
    // A camera that writes nonsense is no reason to refuse the photo.
    return null;
  }
}
