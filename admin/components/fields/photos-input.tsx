/** Photos: chosen, dropped or pasted; each is sent at once, with its progress, and can be taken out again. */
import { CameraOutlined, CloseOutlined } from '@ant-design/icons';
import { Button, Progress } from 'antd';
import { type ClipboardEvent, type DragEvent, useEffect, useRef, useState } from 'react';
import { MOST_PHOTOS } from '../../../shared/fields.js';
import { newKey, upload } from '../../lib/api.js';
import { messageOf } from '../../lib/words.js';
import type { FieldOf, InputProps } from './input-props.js';

interface Sending {
  key: string;
  name: string;
  /** Of the picture in this browser. */
  preview: string;
  share: number;
  id?: string;
  error?: string;
}
/** Thumbnails of what was sent from this page, so that a form that is opened again shows its photos. */
const sent = new Map<string, string>();
/** The server takes 10 MB; said here before anything is sent. */
const LARGEST = 10 * 1024 * 1024;

export function PhotosInput({
  id,
  field,
  value,
  onChange,
  autoFocus,
  labelledBy,
}: InputProps<FieldOf<'photos'>, string[]>) {
  const [items, setItems] = useState<Sending[]>(() =>
    (value ?? []).map((id, i) => ({ key: id, id, name: `照片 ${i + 1}`, preview: sent.get(id) ?? '', share: 1 })),
  );
  const ids = useRef<string[]>(value ?? []);
  const chooser = useRef<HTMLInputElement>(null);
  const most = field.max ?? MOST_PHOTOS;
  const previews = useRef<string[]>([]);
  useEffect(
    () => () => {
      for (const preview of previews.current) URL.revokeObjectURL(preview);
    },
    [],
  );

  const keep = (fresh: string[]) => {
    ids.current = fresh;
    onChange(fresh.length > 0 ? fresh : undefined);
  };
  const patchItem = (key: string, some: Partial<Sending>) =>
    setItems((was) => was.map((item) => (item.key === key ? { ...item, ...some } : item)));

  const send = async (file: File) => {
    const preview = URL.createObjectURL(file);
    previews.current.push(preview);
    const item: Sending = { key: newKey(), name: file.name, preview, share: 0 };
    setItems((was) => [...was, item]);
    if (file.size > LARGEST) return patchItem(item.key, { error: '照片不能超过 10 MB' });
    try {
      const photo = await upload(file, (share) => patchItem(item.key, { share }));
      sent.set(photo.id, photo.thumb);
      patchItem(item.key, { share: 1, id: photo.id });
      keep([...ids.current, photo.id]);
    } catch (problem) {
      patchItem(item.key, { error: messageOf(problem) });
    }
  };
  const take = (files: Iterable<File> | null | undefined) => {
    for (const file of Array.from(files ?? []).slice(0, most - items.length)) void send(file);
  };
  const drop = (item: Sending) => {
    setItems((was) => was.filter((other) => other.key !== item.key));
    if (item.id) keep(ids.current.filter((other) => other !== item.id));
  };
  return (
    <fieldset
      aria-labelledby={labelledBy}
      className="plain photos-input"
      onDragOver={(e: DragEvent) => e.preventDefault()}
      onDrop={(e: DragEvent) => {
        e.preventDefault();
        take(e.dataTransfer.files);
      }}
      onPaste={(e: ClipboardEvent) => take(e.clipboardData.files)}
    >
      {items.map((item) => (
        <figure key={item.key} className={item.error ? 'failed' : undefined}>
          <img src={item.preview} alt={item.name} />
          {!item.id && !item.error && <Progress percent={Math.round(item.share * 100)} size="small" showInfo={false} />}
          <Button
            size="small"
            shape="circle"
            icon={<CloseOutlined />}
            aria-label={`去掉 ${item.name}`}
            onClick={() => drop(item)}
          />
          {item.error && <figcaption role="alert">{item.error}</figcaption>}
        </figure>
      ))}
      {items.length < most && (
        <Button
          id={id}
          className="photos-add"
          autoFocus={autoFocus}
          icon={<CameraOutlined />}
          aria-labelledby={`${labelledBy} ${id}`}
          onClick={() => chooser.current?.click()}
        >
          选择照片
        </Button>
      )}
      <input
        ref={chooser}
        type="file"
        accept="image/jpeg,image/png,image/webp"
        multiple
        hidden
        onChange={(e) => {
          take(e.target.files);
          e.target.value = '';
        }}
      />
    </fieldset>
  );
}
