import { create, cached, renew } from 'LIBRARY'
