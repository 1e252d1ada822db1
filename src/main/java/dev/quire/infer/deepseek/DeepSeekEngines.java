package dev.quire.infer.deepseek;

import dev.quire.config.ConfigException;
import dev.quire.config.DeviceConfig;
import dev.quire.config.EngineConfig;
import dev.quire.config.QuireConfig;
import dev.quire.infer.Device;
import dev.quire.infer.Engine;
import dev.quire.infer.EngineException;
import dev.quire.infer.EngineFactory;
import dev.quire.infer.ModelFolder;
import dev.quire.plan.cost.CostPrior;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * DeepSeek-OCR 2 from a folder as Hugging Face publishes it.
 *
 * @param pages the most that are written at once
 */
public record DeepSeekEngines(ModelFolder model, EngineConfig.Prompt prompt, int pages) implements EngineFactory {

    /** On a CPU, whose memory also holds the cache. */
    private static final int MOST_PAGES_ON_CPU = 4;

    /** Pages that wait, cut into views, for those that are being written. */
    private static final int WAITING_PAGES = 32;

    /** As the service loader makes it; {@link #with} tells the rest. */
    public DeepSeekEngines() {
        this(new ModelFolder("", List.of()), EngineConfig.Prompt.MARKDOWN, 1);
    }

    @Override
    public EngineFactory with(QuireConfig config) {
        EngineConfig wanted = config.engineConfig();
        if (wanted.model().isEmpty()) {
            throw new ConfigException("spark.quire.model is not set. It names the folder of the model:"
                    + " config.json, tokenizer.json and *.safetensors, as Hugging Face publishes them.");
        }
        if (config.device().kind() != DeviceConfig.Kind.GPU && wanted.cpu() == EngineConfig.Cpu.REFUSE) {
            throw new ConfigException(
                    "deepseek-ocr-2 needs a GPU: set spark.quire.device=gpu."
                            + " It takes minutes for a page on a CPU; spark.quire.deepseek.cpu=allow runs it there all the same.");
        }
        return new DeepSeekEngines(new ModelFolder(wanted.model(), List.of()), wanted.prompt(), wanted.pages());
    }

    @Override
    public EngineFactory listed(Configuration hadoop) {
        return new DeepSeekEngines(ModelFolder.listed(model.location(), hadoop), prompt, pages);
    }

    @Override
    public EngineFactory fetched(Configuration hadoop) throws EngineException {
        return new DeepSeekEngines(model.fetched(hadoop), prompt, pages);
    }

    @Override
    public String id() {
        return "deepseek-ocr-2";
    }

    @Override
    public String version() {
        return "2 " + Prompt.valueOf(prompt.name()) + " "
                + Path.of(model.location()).getFileName();
    }

    /** 9.2 pages a second on one H100 with 256 at once, at 3 units of density a page. */
    @Override
    public CostPrior prior() {
        return new CostPrior(30, 36, 360);
    }

    @Override
    public int batchPages() {
        return 1;
    }

    /**
     * The longest page has 7,000 tokens: 160 seconds beside 255 others, of which 1,200 take 27. It is written twice where
     * it goes in circles, and before it begins, it waits until another such page is done: eight minutes, and some room.
     */
    @Override
    public Duration readTime() {
        return Duration.ofMinutes(10);
    }

    /** A thread for every page that is being written or waits its turn. */
    @Override
    public int parallelism(Device device, int cores) {
        return pagesOn(device) + WAITING_PAGES;
    }

    @Override
    public Engine open(Device device) throws EngineException {
        return DeepSeekEngine.open(
                Path.of(model.location()), Prompt.valueOf(prompt.name()), pagesOn(device), WAITING_PAGES, device);
    }

    private int pagesOn(Device device) {
        return device.kind() == Device.Kind.GPU ? pages : Math.min(pages, MOST_PAGES_ON_CPU);
    }
}
