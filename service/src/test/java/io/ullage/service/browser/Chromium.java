package io.ullage.service.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/**
 * The Chromium of this machine, without a screen, driven by <a href="https://playwright.dev/java/">Playwright</a>. No browser is ever
 * downloaded. Playwright's driver is its npm package, run by this machine's node: the one that Maven Central has weighs 200 MB, because it
 * brings a node for each platform.
 */
final class Chromium implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final List<String> PINNED = List.of("package.json", "package-lock.json");
    private static final long FETCH_SECONDS = 180;

    private final Playwright playwright;
    private final Browser browser;
    private final String axe;

    private Chromium(Playwright playwright, Browser browser, String axe) {
        this.playwright = playwright;
        this.browser = browser;
        this.axe = axe;
    }

    /** Starts it; where something is missing the test is skipped and says what. */
    static Chromium start() throws IOException, InterruptedException {
        Path chromium = NAMES.stream()
                .map(Chromium::onPath)
                .filter(found -> found != null)
                .findFirst()
                .orElseGet(() -> missing("chromium"));
        Path node = needed("node");
        Path modules = modules(needed("npm"));
        System.setProperty("playwright.cli.dir", modules.getParent().toString());
        Playwright playwright = Playwright.create(new Playwright.CreateOptions()
                .setEnv(Map.of("PLAYWRIGHT_NODEJS_PATH", node.toString(), "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")));
        return new Chromium(playwright, browser, Files.readString(modules.resolve("axe-core/axe.min.js")));
    }

    /** A new visitor. */
    BrowserContext visitor(int width, int height, ColorScheme scheme) {
        return browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setAcceptDownloads(true)
                .setLocale("en-GB")
                .setTimezoneId("UTC"));
    }

    /** The source of axe-core. */
    String axe() {
        return axe;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }

    private static Path needed(String command) {
        Path found = onPath(command);
        return found == null ? missing(command) : found;
    }

    private static Path missing(String command) {
        Assumptions.abort("needs " + command + " (on Debian: apt-get install chromium nodejs npm)");
        throw new AssertionError();
    }

    private static @Nullable Path onPath(String command) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(directory -> Path.of(directory, command))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** The pinned packages, fetched once, with the checksums of the lock file. Playwright looks for its own beside them as "package". */
    private static Path modules(Path npm) throws IOException, InterruptedException {
        String lock = resource("package-lock.json");
        String cache = System.getenv().getOrDefault("XDG_CACHE_HOME", System.getProperty("user.home") + "/.cache");
        Path home = Path.of(cache, "ullage", "browser-" + Integer.toHexString(lock.hashCode()));
        Path modules = home.resolve("node_modules");
        if (!Files.exists(home.resolve("package"))) {
            fetch(npm, home);
            Path linking = home.resolve("linking");
            Files.deleteIfExists(linking);
            Files.createSymbolicLink(linking, modules.resolve("playwright-core"));
            Files.move(linking, home.resolve("package"), StandardCopyOption.ATOMIC_MOVE);
        }
        return modules;
    }

    private static void fetch(Path npm, Path home) throws IOException, InterruptedException {
        Files.createDirectories(home);
        for (String name : PINNED) {
            Files.writeString(home.resolve(name), resource(name));
        }
        Path log = home.resolve("npm.log");
        Process process = new ProcessBuilder(npm.toString(), "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(FETCH_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            Assumptions.abort(
                    "needs playwright-core and axe-core from npm, which did not come within " + FETCH_SECONDS + " s");
        }
        if (process.exitValue() != 0) {
            Assumptions.abort("needs playwright-core and axe-core from npm: " + Files.readString(log));
        }
    }

    private static String resource(String name) {
        try (InputStream in = Chromium.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not there");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
