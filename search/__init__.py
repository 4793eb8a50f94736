"""Thai full-text search for government documents. Imports no Django.

The doors, and all that a site needs:

search.service.answer     engine, text, filters, access, page → Results; what the search page calls
search.engines.open_engine  the engine that a URL names (tantivy:// or elasticsearch://)
search.engine.Engine      index, delete, rebuild, versions, state; raises EngineUnavailable
search.document.Document  what is put into an index
"""
