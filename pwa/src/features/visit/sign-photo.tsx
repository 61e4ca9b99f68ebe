import { useState } from 'preact/hooks';
import { t } from '../../i18n/visit.ts';
import { newId } from '../../offline/ids.ts';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { type KeptPhoto, shrinkPhoto } from '../../ui/photo.ts';

/** Takes the photo of a sign-off (拍照确认, H-10); it lies on the device until it can be sent. */
export function SignPhoto({
  photo,
  onChange,
}: {
  photo: KeptPhoto | null;
  onChange: (photo: KeptPhoto | null) => void;
}) {
  const [isBad, setBad] = useState(false);
  const take = async (file: File) => {
    try {
      onChange({ announce: newId(), fileName: 'sign-off.jpg', base64: await shrinkPhoto(file) });
      setBad(false);
    } catch (error) {
      // What is no picture cannot be decoded; everything else is a fault.
      if (!(error instanceof DOMException)) throw error;
      setBad(true);
    }
  };
  return (
    <div class="row">
      <label class="button button-plain">
        <Icon name="camera" size={20} />
        {t(photo ? 'photo.again' : 'photo.take')}
        <input
          class="sr-only"
          type="file"
          accept="image/jpeg,image/png"
          capture="environment"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            // Emptied, so that choosing the same file again is a choice too.
            event.currentTarget.value = '';
            if (file) void take(file);
          }}
        />
      </label>
      {photo && (
        <>
          <img class="sign-photo" src={`data:image/jpeg;base64,${photo.base64}`} alt={t('photo.alt')} />
          <Button variant="quiet" onClick={() => onChange(null)}>
            {t('photo.drop')}
          </Button>
        </>
      )}
      {isBad && (
        <p class="field-error" role="alert">
          {t('photo.bad')}
        </p>
      )}
    </div>
  );
}
