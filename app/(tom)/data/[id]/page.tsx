import type { Metadata } from "next";
import Image from "next/image";
import { fileScaleOptions } from "@/components/forms/time-scales";
import { ButtonLink } from "@/components/ui/button";
import { DialogButton } from "@/components/ui/dialog";
import { FactList } from "@/components/ui/fact-list";
import { PageTitle } from "@/components/ui/page-title";
import { Columns, Panel, Stack } from "@/components/ui/panel";
import { Notice } from "@/components/ui/states";
import { Mono } from "@/components/ui/text";
import { UtcTime } from "@/components/ui/values";
import { sizeText } from "@/lib/core/size-text";
import { LiveRefresh } from "../../automation/_components/live-refresh";
import { DeleteFile, deleteFileId } from "../_components/delete-file";
import { FileData } from "../_components/file-data";
import { FileResult } from "../_components/file-result";
import { FileState, isUnderWay } from "../_components/file-state";
import { ReadAgain } from "../_components/read-again";
import { loadFile, loadFileTitle } from "../_server/loaders";

type Params = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  return { title: (await loadFileTitle((await params).id)) ?? "File" };
}

type Loaded = Awaited<ReturnType<typeof loadFile>>;

function Facts({ product, type, now }: Loaded) {
  const scale = fileScaleOptions.find(({ value }) => value === product.timeScale)?.label ?? product.timeScale;
  return (
    <FactList
      facts={[
        { label: "Target", value: <a href={`/targets/${product.targetId}?tab=data`}>{product.targetName}</a> },
        ...(product.observationRecordId === null
          ? []
          : [{ label: "From", value: <a href={`/observations/${product.observationRecordId}`}>its observation</a> }]),
        { label: "Type", value: type.label },
        { label: "State", value: <FileState product={product} /> },
        { label: "Size", value: sizeText(product.sizeBytes) },
        { label: "Content", value: product.contentType, hint: "By what is in it, not by its name" },
        { label: "Time scale", value: scale, hint: "Of its times, where the file does not say one itself" },
        { label: "Stored", value: <UtcTime iso={product.createdAt} now={now} /> },
        { label: "By", value: product.createdBy ?? product.facilityId },
        ...(product.productId === null ? [] : [{ label: "Id there", value: product.productId }]),
        { label: "SHA-256", value: <Mono>{product.sha256.slice(0, 16)}…</Mono>, copy: product.sha256 },
      ]}
    />
  );
}

function Preview({ product, result }: Loaded) {
  if (!product.hasPreview) return null;
  const size = result?.preview;
  return (
    <Panel title="Preview" id="preview">
      <Image
        src={`/api/v1/data-products/${product.id}/preview`}
        alt={`Preview of ${product.filename}`}
        width={size?.width ?? 512}
        height={size?.height ?? 512}
        style={{ maxWidth: "100%", height: "auto", display: "block" }}
      />
    </Panel>
  );
}

export default async function FilePage({ params }: Params) {
  const loaded = await loadFile((await params).id);
  const { product, belongings, canChange, type, result, points, spectra, now } = loaded;
  const isBusy = isUnderWay(product);
  return (
    <Stack>
      <PageTitle
        title={product.filename}
        breadcrumb={[{ label: "Data", href: "/data" }]}
        actions={
          canChange ? (
            <DialogButton dialog={deleteFileId} icon="trash" look="danger">
              Delete
            </DialogButton>
          ) : undefined
        }
        primary={
          <ButtonLink look="primary" icon="download" href={`/api/v1/data-products/${product.id}/file`} download>
            Download
          </ButtonLink>
        }
      />
      {isBusy ? <LiveRefresh busy /> : null}
      {product.status === "failed" ? (
        <Notice tone="bad" framed>
          {product.message ?? "It could not be read."}
        </Notice>
      ) : null}
      <Columns wideFirst>
        <Stack>
          <FileResult product={product} result={result} isRead={type.isRead} isBusy={isBusy} now={now} />
          <Preview {...loaded} />
          <FileData product={product} points={points} spectra={spectra} belongings={belongings} now={now} />
        </Stack>
        <Stack>
          <Panel title="The file" id="file">
            <Facts {...loaded} />
          </Panel>
          {canChange && type.isRead ? (
            <Panel title="Read it again" id="again">
              <ReadAgain
                id={product.id}
                timeScale={product.timeScale}
                isImage={result?.header != null}
                key={product.timeScale}
              />
            </Panel>
          ) : null}
        </Stack>
      </Columns>
      {canChange ? <DeleteFile id={product.id} name={product.filename} belongings={belongings} /> : null}
    </Stack>
  );
}
