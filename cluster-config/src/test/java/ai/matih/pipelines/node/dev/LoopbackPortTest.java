package ai.matih.pipelines.node.dev;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class LoopbackPortTest {

  @Test
  void twoListenersNeverShareAPortThatIsFreeForBoth() {
    Iterator<Integer> offered = List.of(40000, 40000, 40001).iterator();

    assertThat(LoopbackPort.firstOther(40000, offered::next)).isEqualTo(40001);
  }
}
