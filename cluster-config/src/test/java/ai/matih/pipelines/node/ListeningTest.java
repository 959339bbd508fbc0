package ai.matih.pipelines.node;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class ListeningTest {

  @Test
  void aTakenPortStopsTheStartWithARemedyUnlessAnyWillDo() throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = other.getLocalPort();

      assertThatThrownBy(() -> Listening.check(new Settings.Http("127.0.0.1", port, false)))
          .isInstanceOf(NodeStartException.class)
          .hasMessageContaining("127.0.0.1:" + port + " is taken")
          .hasMessageContaining("MATIH_HTTP_PORT");
      assertThatCode(() -> Listening.check(new Settings.Http("127.0.0.1", port, true)))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void anAddressOfAnotherMachineIsSaidToBeThat() {
    assertThatThrownBy(() -> Listening.check(new Settings.Http("192.0.2.1", 1, false)))
        .hasMessageContaining("matih.http.host");
  }
}
