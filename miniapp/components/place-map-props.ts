/** What both platforms' maps take. */
import type { Point } from '../../shared/fields';

export interface PlaceMapProps {
  pin: Point | null;
  /** Absent: the map is only looked at. */
  onPin?: (point: Point) => void;
  /** Path of the owning grid: its neighbours' outlines are drawn where the map can, its own is marked. */
  gridPath?: string;
}
