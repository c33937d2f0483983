"""Tells when the network of this computer comes back, where the system says so."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QNetworkInformation


class NetworkReturn(QObject):
    """Listens to the system; silent where the system tells nothing.

    Signals:
        returned: nothing; something can be reached again
    """

    returned = Signal()

    def begin(self) -> None:
        """Begins to listen; on a system without such news the exchange each minute has to do."""
        if not QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability):
            return
        news = QNetworkInformation.instance()
        if news is not None:
            news.reachabilityChanged.connect(self._on_changed)

    def _on_changed(self, now: QNetworkInformation.Reachability) -> None:
        if now in (
            QNetworkInformation.Reachability.Online,
            QNetworkInformation.Reachability.Site,
        ):
            self.returned.emit()
