"""Builds the connectors that the settings have an account for. Sends nothing."""

from __future__ import annotations

from engine.settings import Settings
from office.notices import files, letters, sms, whatsapp
from office.notices.letters import Connector, Send
from office.notices.sms import Gateway
from office.notices.whatsapp import Account


def connect(settings: Settings) -> Send:
    """Give what sends every letter by its office's connector; files are always there."""
    connectors: dict[Connector, Send] = {
        Connector.BERKAS: files.into_files(settings.outbox_path),
    }
    if settings.wa_phone_id and settings.wa_token:
        connectors[Connector.WHATSAPP_CLOUD] = whatsapp.sender(
            Account(
                base_url=settings.wa_base_url,
                phone_id=settings.wa_phone_id,
                token=settings.wa_token,
            )
        )
    if settings.sms_url:
        connectors[Connector.SMS_HTTP] = sms.sender(
            Gateway(
                url=settings.sms_url,
                body=settings.sms_body,
                authorization=settings.sms_authorization,
            )
        )
    return letters.by_connector(connectors)
