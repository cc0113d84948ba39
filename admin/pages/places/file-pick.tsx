/** A GeoJSON file from this computer: its text, how many features it has and which properties they carry. */
import { UploadOutlined } from '@ant-design/icons';
import { Alert, Button } from 'antd';
import { useRef, useState } from 'react';

export interface Picked {
  name: string;
  text: string;
  features: number;
  properties: string[];
}

export function FilePick({ file, onPick }: { file: Picked | undefined; onPick: (file: Picked) => void }) {
  const chooser = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState<string>();
  const take = async (chosen: File | undefined) => {
    if (!chosen) return;
    try {
      onPick(picked(chosen.name, await chosen.text()));
      setSaid(undefined);
    } catch {
      setSaid('这个文件不是 GeoJSON，请选择 .geojson 或 .json 文件');
    }
  };
  return (
    <div className="stack">
      <div className="row">
        <Button icon={<UploadOutlined />} autoFocus onClick={() => chooser.current?.click()}>
          {file ? '换一个文件' : '选择 GeoJSON 文件'}
        </Button>
        {file && (
          <span>
            {file.name}，{file.features} 个图形
          </span>
        )}
      </div>
      {said && <Alert type="error" title={said} showIcon />}
      <input
        ref={chooser}
        type="file"
        accept=".geojson,.json,application/geo+json"
        hidden
        onChange={(e) => {
          void take(e.target.files?.[0]);
          e.target.value = '';
        }}
      />
    </div>
  );
}

/** @throws when the text is not a FeatureCollection */
function picked(name: string, text: string): Picked {
  const { features } = JSON.parse(text) as { features: { properties?: Record<string, unknown> | null }[] };
  if (!Array.isArray(features)) throw new TypeError('not a FeatureCollection');
  const properties = [...new Set(features.flatMap((f) => Object.keys(f.properties ?? {})))];
  return { name, text, features: features.length, properties };
}
