# The bridge and the sandbox in one image; compose.yaml says which of them a container runs.
FROM python:3.11-slim
WORKDIR /srv/isthmus
COPY requirements requirements
RUN pip install --no-cache-dir -r requirements/base.txt -r requirements/sandbox.txt
COPY pyproject.toml README.md ./
COPY src src
RUN pip install --no-cache-dir --no-deps . && useradd --system --create-home isthmus \
 && install --directory --owner=isthmus --mode=0700 /var/lib/isthmus
USER isthmus
ENV ISTHMUS_DATA=/var/lib/isthmus
ENTRYPOINT ["isthmus"]
