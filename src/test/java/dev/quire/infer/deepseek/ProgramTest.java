package dev.quire.infer.deepseek;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import dev.quire.document.ErrorClass;
import dev.quire.infer.EngineException;
import dev.quire.infer.torch.TorchSettings;
import java.nio.ByteBuffer;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ProgramTest {

    private static Program program;

    @BeforeAll
    static void load() throws EngineException {
        TorchSettings.apply();
        program = Program.load(Device.cpu());
    }

    @AfterAll
    static void close() {
        program.close();
    }

    @Test
    void aDeviceWithoutRoomForTheModelIsRefusedBeforeAnythingIsLoaded() {
        assertThatCode(() -> program.requireRoom(1)).doesNotThrowAnyException();
        assertThatThrownBy(() -> program.requireRoom(1L << 55))
                .hasMessageStartingWith(
                        "The model takes 36028800.0 GB of cpu(), 3 of them for its cache and for computing,"
                                + " and they are not free: ")
                .asInstanceOf(InstanceOfAssertFactories.type(EngineException.class))
                .extracting(EngineException::errorClass)
                .isEqualTo(ErrorClass.DEVICE_MEMORY);
    }

    @Test
    void aFailureInsideTheProgramSaysWhatFailedAndNotWhere() {
        try (Scope scope = program.scope()) {
            assertThatThrownBy(() -> scope.call("numbers", scope.bytes(ByteBuffer.allocate(3), 3), scope.number(2)))
                    .isInstanceOf(EngineException.class)
                    .hasMessageStartingWith(
                            "The model failed to numbers: RuntimeError: self.size(-1) must be divisible by 2");
        }
    }
}
