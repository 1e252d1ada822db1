package dev.quire.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Every key under {@code spark.quire.}, in the order in which the documentation lists them. */
public final class Settings {

    static final Setting<String> PATTERN = Setting.text(
            "source.pattern", "*", "Only files whose names match are read: a glob such as `*.pdf` or `*.{pdf,PDF}`.");
    static final Setting<String> MANIFEST = Setting.text(
            "source.manifest",
            "",
            "A table of priorities, passwords and callbacks: a CSV file with a header, JSON lines, Parquet files or a Delta folder with"
                    + " the column `path` and any of the columns `priority`, `password` and `callback`.");
    static final Setting<String> URGENT = Setting.globs(
            "priority.urgent",
            "Documents that come before all others, also when they come late: globs over the whole path such as"
                    + " `*/urgent/*`, separated by commas; `*` stands for slashes as well.");
    static final Setting<String> LOW = Setting.globs(
            "priority.low", "Documents that come after all others and are tried again only once, told likewise.");
    static final Setting<Duration> WATCH = Setting.duration(
            "priority.watch",
            "60s",
            "How often a run that knows what is urgent looks for urgent files that came after its start; `0s`: never.");
    static final Setting<String> ENGINE = Setting.text(
            "engine",
            "embedded",
            "The model that reads the pages: `embedded` ships inside the jar, `deepseek-ocr-2` is loaded from"
                    + " `spark.quire.model`.");
    static final Setting<String> ALTERNATIVE = Setting.text(
            "engine.alternative",
            "",
            "The model that reads, once more and on the same device, the pages that the first one fails on or does not come to an end"
                    + " of; `pages.engine` tells. Empty: none.");
    static final Setting<String> MODEL = Setting.text(
            "model",
            "",
            "The folder of a model that does not ship, as Hugging Face publishes it: one that every executor sees, or one on a store such as s3a://, fetched once to each node.");
    static final Setting<EngineConfig.Prompt> DEEPSEEK_PROMPT = Setting.oneOf(
            "deepseek.prompt",
            EngineConfig.Prompt.class,
            EngineConfig.Prompt.MARKDOWN,
            "What deepseek-ocr-2 is asked for: Markdown with boxes, or text alone.");
    static final Setting<Integer> DEEPSEEK_PAGES = Setting.count(
            "deepseek.pages", 256, 1, 1_024, "The most pages that deepseek-ocr-2 writes at once on a device.");
    static final Setting<EngineConfig.Cpu> DEEPSEEK_CPU = Setting.oneOf(
            "deepseek.cpu",
            EngineConfig.Cpu.class,
            EngineConfig.Cpu.REFUSE,
            "Whether deepseek-ocr-2 may run without a GPU: minutes for a page.");
    static final Setting<TextLayerUse> TEXT_LAYER = Setting.oneOf(
            "text-layer",
            TextLayerUse.class,
            TextLayerUse.AUTO,
            "Which pages are read from their text layer, in milliseconds and without the model: those whose text passes a"
                    + " check (`auto`), none (`never`), or all that have any text, untested (`always`).");
    static final Setting<Boolean> FIGURES = Setting.flag(
            "figures",
            "Whether the figures that the model finds on a page are kept as PNG files, in `pages.figures`. A page that is read"
                    + " from its text layer has none. A change reads all documents again.");
    static final Setting<DeviceConfig.Kind> DEVICE = Setting.oneOf(
            "device",
            DeviceConfig.Kind.class,
            DeviceConfig.Kind.CPU,
            "Where the model runs. `gpu` takes the device that Spark assigned and fails where there is none; `stand-in`"
                    + " takes an address from Spark but runs on the CPU, to test the scheduling without a GPU.");
    static final Setting<Integer> DEVICE_TASKS = Setting.count(
            "device.tasks",
            4,
            1,
            64,
            "Tasks that feed one device at a time, each rendering pages on a core of its own.");
    static final Setting<String> DEVICE_PROBE = Setting.text(
            "device.probe",
            "",
            "The program that tells how a device is, called as `nvidia-smi` is; that is the default for `gpu`, and none for"
                    + " other devices. `none`: nobody asks.");
    static final Setting<Integer> DEVICE_TEMPERATURE = Setting.count(
            "device.max-temperature", 85, 1, 1_000, "A device that is hotter, in degrees Celsius, is sick.");
    static final Setting<Double> DEVICE_MEMORY = Setting.share(
            "device.max-memory",
            0.9,
            "A device of whose memory others hold a larger share, before the model is loaded, is sick.");
    static final Setting<Duration> DEVICE_PATIENCE = Setting.duration(
            "device.patience",
            "20s",
            "How long a device may be beyond a limit, or its probe silent, before it is sick: then its executor gets no more"
                    + " work, and other devices do again what it had begun.");
    static final Setting<Duration> EXECUTOR_WAIT = Setting.duration(
            "executor-wait", "5m", "How long a run waits for the cluster's first executor before it gives up.");
    static final Setting<Duration> LEASE_EXPIRY = Setting.duration(
            "lease-expiry",
            "60s",
            "After how long without a sign of life others think this run dead and take its output over; it gives one six"
                    + " times as often.");
    static final Setting<Optional<Duration>> MODEL_TIME = Setting.durationOrNone(
            "limit.model-time",
            "The longest that a model may read one batch; pages of a batch that takes longer are read one by one. Empty:"
                    + " what its engine needs, 2 minutes for `embedded`, 10 minutes for `deepseek-ocr-2`.");
    static final Setting<Integer> STUCK_THREADS = Setting.count(
            "limit.stuck-threads",
            8,
            1,
            1_000,
            "Threads that hang in native code and cannot be stopped: with so many an executor ends itself, and the cluster starts"
                    + " another.");
    static final Setting<Duration> PAGE_TIME = Setting.duration(
            "limit.page-time",
            "45s",
            "The longest that a core may render one page; a page that waits for a busy machine or a slow store has four times as long.");
    static final Setting<Duration> OPEN_TIME = Setting.duration(
            "limit.open-time", "2m", "The longest that a core may open a document; waiting counts as for a page.");
    static final Setting<Integer> PAGES =
            Setting.count("limit.pages", 100_000, 1, 10_000_000, "The most pages of one document.");
    static final Setting<Long> IMAGE_PIXELS = Setting.large(
            "limit.image-pixels", 120_000_000, "The largest image inside a page that is decoded, width times height.");
    static final Setting<Integer> LONG_SIDE = Setting.count(
            "render.long-side",
            2_200,
            256,
            8_192,
            "Pixels of the longer side of a rendered page (an A4 page at 188 dpi).");
    static final Setting<Long> WHOLE_FILE = Setting.bytes(
            "read.whole-file",
            "16m",
            "A file up to this size is fetched as a whole by each task that reads pages of it, of a larger one only what they need.");
    static final Setting<SplitStrategy> SPLIT = Setting.oneOf(
            "plan.split",
            SplitStrategy.class,
            SplitStrategy.AUTO,
            "How a document is cut into the pages that travel together: page by page; where chapters begin; at equal shares"
                    + " of its content, where no sentence and no table runs over; or every 10 pages. `auto` cuts up to 5 pages"
                    + " by page, up to 50 by chapter, more by density, and pages that need no model by density. Without an"
                    + " outline, `chapter` becomes `fixed`.");
    static final Setting<Integer> FRAGMENT_PAGES =
            Setting.count("plan.fragment-pages", 20, 1, 1_000, "The most pages of one document that travel together.");
    static final Setting<Duration> LONGEST_TASK = Setting.duration(
            "plan.longest-task",
            "2m",
            "How long a task should take at most, by what its pages are expected to cost: what a lost executor has to do again.");
    static final Setting<Duration> SHORTEST_TASK = Setting.duration(
            "plan.shortest-task",
            "2s",
            "How long a task should take at least: tasks get shorter towards the end of a wave, so that all slots end together.");
    static final Setting<Integer> WAVE_PAGES =
            Setting.count("plan.wave-pages", 20_000, 1, 10_000_000, "Pages that land together at least.");
    static final Setting<Duration> WAVE_TIME = Setting.duration(
            "plan.wave-time",
            "20m",
            "How long a wave should keep all slots busy at least, by what its pages are expected to cost: between two waves slots"
                    + " wait for the last task and for the commit; a killed run loses the wave that it was at.");
    static final Setting<Double> DEVICE_PRICE = Setting.amount(
            "plan.device-price",
            0,
            "What an hour of a device costs, in whatever currency: for the forecast; 0 leaves money out of it.");
    static final RetrySettings NETWORK_RETRY =
            RetrySettings.of("network", "where the store does not answer", 4, "5s", 2);
    static final RetrySettings TIMEOUT_RETRY = RetrySettings.of(
            "timeout",
            "that waited too long for memory, a busy machine or a slow store, or for the model",
            3,
            "10s",
            3);
    static final RetrySettings DEVICE_MEMORY_RETRY = RetrySettings.of(
            "device-memory",
            "for which the device had no memory; batches are smaller by a fifth from then on",
            2,
            "30s",
            1);
    static final RetrySettings MODEL_RETRY =
            RetrySettings.of("model", "that the model failed on, where no alternative engine is named", 2, "60s", 1);
    static final Setting<String> PAGE_SEPARATOR = Setting.text(
            "merge.page-separator",
            "<!-- page {page} -->",
            "What stands between two pages in a document's Markdown; `{page}` is the page that begins.");
    static final Setting<String> WEBHOOK_URL = Setting.text(
            "webhook.url",
            "",
            "Where a signed message goes when a document has landed, for documents of which the manifest names no"
                    + " `callback`. The Spark UI shows it.");
    static final Setting<Set<String>> WEBHOOK_HOSTS = Setting.hosts(
            "webhook.hosts",
            "The hosts that messages may go to, `host` for port 443 or `host:port`, separated by commas; none without it.");
    static final Setting<Secret> WEBHOOK_SECRET =
            Setting.secret("webhook.secret", "What messages are signed with (HMAC-SHA256).");
    static final Setting<WebhookConfig.Loopback> WEBHOOK_LOOPBACK = Setting.oneOf(
            "webhook.loopback",
            WebhookConfig.Loopback.class,
            WebhookConfig.Loopback.REFUSE,
            "Whether messages may go to the machine of the driver itself, also without encryption.");
    static final Setting<Duration> WEBHOOK_TIME =
            Setting.duration("webhook.time", "10s", "The longest that one try to send a message may take.");
    static final Setting<Integer> WEBHOOK_ATTEMPTS =
            Setting.count("webhook.attempts", 3, 1, 10, "How often a message is tried.");
    static final Setting<Duration> WEBHOOK_DELAY = Setting.duration(
            "webhook.delay", "60s", "The longest that all messages together may delay the run; the rest is given up.");
    static final Setting<Double> MAX_FAILED_SHARE = Setting.share(
            "max-failed-share", 1.0, "The share of a run's pages that may fail before it exits with code 5.");

    static final List<Setting<?>> ALL = List.of(
            PATTERN,
            MANIFEST,
            URGENT,
            LOW,
            WATCH,
            ENGINE,
            ALTERNATIVE,
            MODEL,
            DEEPSEEK_PROMPT,
            DEEPSEEK_PAGES,
            DEEPSEEK_CPU,
            TEXT_LAYER,
            FIGURES,
            DEVICE,
            DEVICE_TASKS,
            DEVICE_PROBE,
            DEVICE_TEMPERATURE,
            DEVICE_MEMORY,
            DEVICE_PATIENCE,
            EXECUTOR_WAIT,
            LEASE_EXPIRY,
            MODEL_TIME,
            STUCK_THREADS,
            PAGE_TIME,
            OPEN_TIME,
            PAGES,
            IMAGE_PIXELS,
            LONG_SIDE,
            WHOLE_FILE,
            SPLIT,
            FRAGMENT_PAGES,
            LONGEST_TASK,
            SHORTEST_TASK,
            WAVE_PAGES,
            WAVE_TIME,
            DEVICE_PRICE,
            NETWORK_RETRY.attempts(),
            NETWORK_RETRY.delay(),
            NETWORK_RETRY.factor(),
            TIMEOUT_RETRY.attempts(),
            TIMEOUT_RETRY.delay(),
            TIMEOUT_RETRY.factor(),
            DEVICE_MEMORY_RETRY.attempts(),
            DEVICE_MEMORY_RETRY.delay(),
            DEVICE_MEMORY_RETRY.factor(),
            MODEL_RETRY.attempts(),
            MODEL_RETRY.delay(),
            MODEL_RETRY.factor(),
            PAGE_SEPARATOR,
            WEBHOOK_URL,
            WEBHOOK_HOSTS,
            WEBHOOK_SECRET,
            WEBHOOK_LOOPBACK,
            WEBHOOK_TIME,
            WEBHOOK_ATTEMPTS,
            WEBHOOK_DELAY,
            MAX_FAILED_SHARE);

    private Settings() {}

    /** All of them. */
    public static List<Setting<?>> all() {
        return ALL;
    }
}
